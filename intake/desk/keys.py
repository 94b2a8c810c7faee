"""The single keys of the desk, as its page of keys lists them."""

KEYS = [
    ("n", "take the next one from the queue"),
    ("j / k", "down and up: the rows of a list, or the parts of a claim's page"),
    ("Enter", "open the row you are on"),
    ("/", "go to the search field of the queue"),
    ("Esc", "leave a field, so that the keys work again"),
    ("t", "take this one"),
    ("c", "no conflict"),
    ("a", "accept or approve: shows first what will be sent"),
    ("f", "keep on file: shows first what will be sent"),
    ("i", "ask for information"),
    ("d", "propose to decline or deny"),
    ("s", "confirm a proposal of somebody else"),
    ("b", "take back, or send back, a proposal"),
    ("v", "put another decision in place"),
    ("r", "give back to the queue"),
    ("m", "write a note"),
    ("u", "back to the claim"),
    ("?", "this page"),
]
