"""The officer's pages about one child, and registering one."""
