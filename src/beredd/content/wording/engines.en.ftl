failed = The engine { $engine } stopped at a fault in the program. The fault has been logged.
died = The engine { $engine } died twice at the same question, perhaps because memory ran out. Ask again, or ask a smaller question.
slow = The answer took longer than { $seconds } seconds and was stopped. Ask a smaller question.
busy = { $n } questions already wait for the engine. Ask again in a while.
refused = { $why }
