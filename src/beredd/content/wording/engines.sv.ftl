failed = Motorn { $engine } stannade på ett fel i programmet. Felet är loggat.
died = Motorn { $engine } stannade två gånger på samma fråga, kanske för att minnet tog slut. Fråga igen, eller ställ en mindre fråga.
slow = Svaret tog längre tid än { $seconds } sekunder och avbröts. Ställ en mindre fråga.
busy = { $n } frågor väntar redan på motorn. Fråga igen om en stund.
refused = { $why }
