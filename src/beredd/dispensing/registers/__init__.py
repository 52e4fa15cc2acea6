"""Real registers of pharmacies and population, read into a network folder. Personal identity numbers are refused."""

from beredd.dispensing.registers.importing import Import, import_register

__all__ = ["Import", "import_register"]
