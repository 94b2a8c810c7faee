"""Everything a sender stands on, killed while it sends; what was lost or doubled is counted at the relay."""
