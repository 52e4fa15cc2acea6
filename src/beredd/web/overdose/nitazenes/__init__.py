"""The nitazene scenario's pages of the lab."""
