unknown-language = BEREDD_LANGUAGE is { $found }; allowed are { $allowed }.
