"""The stretches of the route, one module each, in the order a case may walk them."""
