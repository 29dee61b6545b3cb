"""The measure check: what an officer on patrol may know of the person in front of them."""
