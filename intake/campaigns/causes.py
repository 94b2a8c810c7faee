"""What a notice of a campaign is owed for: a line of its manifest."""

KIND = "campaign"


def cause_of(campaign: int, place: int) -> str:
    return f"campaign:{campaign}:{place}"


def line_of(cause: str) -> tuple[int, int]:
    """The campaign and the place in a cause; ValueError for the cause of another room."""
    room, campaign, place = cause.split(":")
    if room != KIND:
        raise ValueError(f"“{cause}” is not the cause of a campaign.")
    return int(campaign), int(place)
