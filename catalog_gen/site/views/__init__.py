"""What each kind of page shows, as frozen values: names, addresses and texts, nothing that a page does not need."""
