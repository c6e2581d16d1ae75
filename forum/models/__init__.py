from forum.models.boards import Board, Tag
from forum.models.members import Draft, Member, ReadMark, Watch
from forum.models.polls import Poll, PollOption, PollVote
from forum.models.topics import Like, Mention, Post, Revision, Topic, TopicDeed

__all__ = [
    "Board",
    "Draft",
    "Like",
    "Member",
    "Mention",
    "Poll",
    "PollOption",
    "PollVote",
    "Post",
    "ReadMark",
    "Revision",
    "Tag",
    "Topic",
    "TopicDeed",
    "Watch",
]
