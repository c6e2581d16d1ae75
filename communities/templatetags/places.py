"""How offices and people are called in an area, for templates of all apps above."""

from django import template

from communities import words

register = template.Library()
register.filter("committee", words.committee_word)
register.filter("supervisor", words.supervisor_word)
register.filter("people_of", words.residents_word)
register.filter("whole", words.whole_district_word)
register.simple_tag(words.committees_word, name="committees")
