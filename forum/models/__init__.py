from forum.models.boards import Board, Tag
from forum.models.enquiries import AnswerTemplate, Enquiry, EnquiryCategory, EnquiryStep, Referral
from forum.models.members import Draft, Member, ReadMark, Watch
from forum.models.polls import Poll, PollOption, PollVote
from forum.models.topics import Like, Mention, Post, Revision, Topic, TopicDeed

__all__ = [
    "AnswerTemplate",
    "Board",
    "Draft",
    "Enquiry",
    "EnquiryCategory",
    "EnquiryStep",
    "Like",
    "Member",
    "Mention",
    "Poll",
    "PollOption",
    "PollVote",
    "Post",
    "ReadMark",
    "Referral",
    "Revision",
    "Tag",
    "Topic",
    "TopicDeed",
    "Watch",
]
