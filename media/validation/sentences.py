"""What is said of a package that is refused: each harm has a sentence of its own, with what to do."""

from typing import Final

from django.utils.translation import gettext_lazy as _

HAS_MACROS: Final = _("文件里有宏，不能上传。请另存为不带宏的文件。")
HAS_PROGRAMS: Final = _("文件里夹着程序或控件（%(name)s），不能上传。请删去后另存再传。")
HAS_PIECES: Final = _(
    "文件里夹着网页或别的文档的片段，不同软件打开会看到不同内容，不能上传。请用 Word 或 WPS 打开后另存再传。"
)
FETCHES: Final = _("文件打开时会从别的地方取内容（外部模板或外部对象），不能上传。请断开链接后另存再传。")
ASKS: Final = _("表格里有公式会把数据发到别的网站（WEBSERVICE、IMAGE），不能上传。请改成数值后另存再传。")
SHOWS: Final = _(
    "文件里有图片或音像没有存在文件里，而是链接到别的网站，谁打开文件，那个网站就会知道，不能上传。"
    "请在 WPS 或 Word 里复制这张图片，用“选择性粘贴”贴成图片，删去原来的，另存后再传。"
)
STARTS: Final = _("文件里有会启动别的程序的链接（DDE），不能上传。请删去这些域或链接后另存再传。")
ADDS_IN: Final = _("文件打开时会装入网上的加载项，不能上传。请去掉加载项后另存再传。")
HAS_ENTITIES: Final = _(
    "文件里有不该有的 XML 定义（外部实体），可能有危险，不能上传。请用办公软件重新另存再传。"
)
TOO_LONG: Final = _("文件里的文字部分太长，不能上传。请分成几份再传。")
IS_BOMB: Final = _("文件解开后太大（超过%(most)d MB，或压缩得异常厉害），不能上传。")
TOO_MANY_PARTS: Final = _("文件里的部件太多，不能上传。请删去多余内容或分成几份。")
TOO_DEEP: Final = _("文件里一层套一层地夹着压缩文件，不能上传。请把里面的文件拿出来，分别上传。")
BAD_NAMES: Final = _("文件里有指向别处的路径，可能有危险，不能上传。请用办公软件重新另存再传。")
IS_FALSE: Final = _("文件的目录和内容对不上，可能有危险或已损坏，不能上传。请用办公软件重新另存再传。")
IS_PACKED_ODDLY: Final = _("文件的压缩方法不是办公软件用的，不能上传。请用办公软件重新另存再传。")
IS_ENCRYPTED: Final = _("文件加了密码，别人打不开。请取消密码后再上传。")
IS_MANY: Final = _("这个文件同时是两种文件（%(extension)s 和压缩包），可能藏着别的内容，不能上传。")
