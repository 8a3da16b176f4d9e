knowledge-find = Find a handbook
knowledge-none = There is nothing to read here yet.
knowledge-updated = Last changed
