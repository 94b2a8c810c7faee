"""Reports: what a court is told of a campaign, written so that anybody can check it without us."""
