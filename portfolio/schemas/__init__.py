"""What comes in: marshmallow schemas by hand, unknown fields refused, each error naming the field and the remedy."""
