def frame():
    return {}


PAGES = {}
