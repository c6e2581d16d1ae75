"""Addresses of the forum. Boards of areas lie where the areas' forum pages are; the rest is the forum's
own.
"""

from django.urls import URLPattern, path

from forum.views import boards, enquiries, managing, members, posts, standings, topics, writing

urlpatterns: list[URLPattern] = [
    path("forum/", boards.area_board, name="district-board"),
    path("<slug:street>/forum/", boards.area_board, name="street-board"),
    path("<slug:street>/<slug:community>/forum/", boards.area_board, name="community-board"),
    path("boards/<int:pk>/", boards.board_detail, name="board"),
    path("boards/<int:pk>/new/", writing.topic_start, name="topic-start"),
    path("boards/<int:pk>/feed/", boards.board_feed, name="board-feed"),
    path("boards/<int:pk>/watch/", boards.board_watch, name="board-watch"),
    path("topics/drafts/", writing.draft_list, name="drafts"),
    path("topics/tags/<str:name>/", boards.tag_detail, name="tag"),
    path("topics/tags/<str:name>/feed/", boards.tag_feed, name="tag-feed"),
    path("topics/tags/<str:name>/watch/", boards.tag_watch, name="tag-watch"),
    path("topics/<int:pk>/", topics.topic_detail, name="topic"),
    path("topics/<int:pk>/feed/", topics.topic_feed, name="topic-feed"),
    path("topics/<int:pk>/unread/", topics.topic_unread, name="topic-unread"),
    path("topics/<int:pk>/news/", topics.topic_news, name="topic-news"),
    path("topics/<int:pk>/watch/", topics.topic_watch, name="topic-watch"),
    path("topics/<int:pk>/vote/", topics.topic_vote, name="topic-vote"),
    path("topics/<int:pk>/reply/", writing.topic_reply, name="topic-reply"),
    path("topics/<int:pk>/title/", writing.topic_rename, name="topic-rename"),
    path("topics/<int:pk>/manage/", managing.topic_manage, name="topic-manage"),
    path("posts/<int:pk>/", topics.post_detail, name="post"),
    path("posts/<int:pk>/edit/", posts.post_edit, name="post-edit"),
    path("posts/<int:pk>/history/", posts.post_history, name="post-history"),
    path("posts/<int:pk>/history/<int:number>/revert/", posts.post_revert, name="post-revert"),
    path("posts/<int:pk>/like/", posts.post_like, name="post-like"),
    path("posts/<int:pk>/accept/", posts.post_accept, name="post-accept"),
    path("posts/<int:pk>/delete/", posts.post_delete, name="post-delete"),
    path("posts/<int:pk>/hide/", posts.post_hide, name="post-hide"),
    path("posts/<int:pk>/restore/", posts.post_restore, name="post-restore"),
    path("posts/<int:pk>/report/", posts.post_report, name="post-report"),
    path("boards/<int:pk>/ask/", enquiries.enquiry_start, name="enquiry-start"),
    path("boards/<int:pk>/ask/similar/", enquiries.enquiry_similar, name="enquiry-similar"),
    path("enquiries/", standings.enquiry_standings, name="enquiry-standings"),
    path("enquiries/export/", standings.enquiry_export, name="enquiry-export"),
    path("enquiries/mine/", enquiries.enquiry_mine, name="enquiry-mine"),
    path("enquiries/query/", enquiries.enquiry_query, name="enquiry-query"),
    path("enquiries/<int:pk>/confirm/", enquiries.enquiry_confirm, name="enquiry-confirm"),
    path("enquiries/<int:pk>/reopen/", enquiries.enquiry_reopen, name="enquiry-reopen"),
    path("users/me/", members.member_edit, name="member-edit"),
    path("users/<int:pk>/", members.member_detail, name="member"),
]
