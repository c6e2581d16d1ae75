/** Chinese words for the menu of the grid in Wagtail's table block, which knows English alone (Wagtail 8.0.1). */
(() => {
  const languages = window.Handsontable?.languages;
  if (!languages) return;
  const key = languages.dictionaryKeys;
  languages.registerLanguageDictionary({
    // As Wagtail names the admin's language to the grid.
    languageCode: "zh-hans",
    [key.CONTEXTMENU_ITEMS_ROW_ABOVE]: "在上方插入一行",
    [key.CONTEXTMENU_ITEMS_ROW_BELOW]: "在下方插入一行",
    [key.CONTEXTMENU_ITEMS_INSERT_LEFT]: "在左边插入一列",
    [key.CONTEXTMENU_ITEMS_INSERT_RIGHT]: "在右边插入一列",
    [key.CONTEXTMENU_ITEMS_REMOVE_ROW]: ["删除这一行", "删除这几行"],
    [key.CONTEXTMENU_ITEMS_REMOVE_COLUMN]: ["删除这一列", "删除这几列"],
    [key.CONTEXTMENU_ITEMS_UNDO]: "撤销",
    [key.CONTEXTMENU_ITEMS_REDO]: "重做",
  });
})();
