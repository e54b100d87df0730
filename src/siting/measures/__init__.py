"""What is measured of a front: volume, landmarks, hull, plans, Zitzler's measures."""
