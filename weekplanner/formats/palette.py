"""The colours of drawings: those of the style sheet, and lighter and darker ones beside them."""

PLUM, SAFFRON, SAFFRON_DEEP, SAFFRON_PALE = "#3a1230", "#ffc02e", "#d99508", "#fff1cc"
BLUSH, BLUSH_PALE, ROSE = "#fbe4dd", "#fdf3ef", "#f2b7a6"
TOMATO, TOMATO_BRIGHT = "#b8301b", "#d94a2f"
LEAF, LEAF_BRIGHT, LEAF_PALE = "#1d6446", "#3d8f69", "#bfe0d0"
SKY, SKY_BRIGHT, SKY_PALE = "#174f78", "#5b9cc9", "#cfe5f4"
MAUVE, WOOD, WHITE = "#8d4a78", "#a8631a", "#ffffff"
