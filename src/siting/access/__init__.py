"""How well people can get at what there is: catchments, gravity, Huff, equity."""
