"""How is it handed on? The evidence page, in which every mark of a figure answers."""
