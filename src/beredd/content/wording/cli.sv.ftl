unknown-language = BEREDD_LANGUAGE är { $found }; tillåtna värden är { $allowed }.
