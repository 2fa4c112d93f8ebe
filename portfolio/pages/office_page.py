"""An authority's units and people, invitations and their answers."""
