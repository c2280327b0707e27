"""Pictures of pages: straightened, their rulings found, their text recognised."""
