"""Line charts of a comparison, one in a file, drawn as SVG by the page's template."""
