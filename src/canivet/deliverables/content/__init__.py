"""What each section of the report says, from the result document to nodes of the tree."""
