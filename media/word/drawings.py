"""What Word keeps inside of drawings: text boxes, and pictures in groups."""

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from media.word.tags import DRAWING, GRAPHIC, first, short


def without_boxes(element: Element) -> Iterator[Element]:
    """Take the text boxes out of an element, and give what stood in them."""
    for parent in list(element.iter()):
        for child in [one for one in parent if short(one.tag) == "w:txbxContent"]:
            parent.remove(child)
            for block in child:
                yield block
                yield from without_boxes(block)


def grouped_pictures(drawing: Element) -> Iterator[Element]:
    """Give each picture of a group (or canvas) as a drawing of its own: mammoth sees none inside of one."""
    for data in [one for one in drawing.iter() if short(one.tag) == "a:graphicData"]:
        if first(data, "pic:pic") is not None:
            continue
        for picture in list(_pictures_outside_boxes(data)):
            alone = Element(drawing.tag)
            inline = ElementTree.SubElement(alone, f"{{{DRAWING}}}inline")
            ElementTree.SubElement(inline, f"{{{DRAWING}}}docPr", _described(picture))
            graphic = ElementTree.SubElement(inline, f"{{{GRAPHIC}}}graphic")
            ElementTree.SubElement(graphic, f"{{{GRAPHIC}}}graphicData").append(picture)
            yield alone


def _pictures_outside_boxes(element: Element) -> Iterator[Element]:
    for child in element:
        if short(child.tag) == "pic:pic":
            yield child
        elif short(child.tag) != "w:txbxContent":  # whose paragraphs are read by themselves
            yield from _pictures_outside_boxes(child)


def _described(picture: Element) -> dict[str, str]:
    named = first(first(picture, "pic:nvPicPr"), "pic:cNvPr")
    return {"descr": named.get("descr", "")} if named is not None else {}
