//! `F`: files and their form.

use super::codes;

codes! { FILES:
F001 Error "missing file"
    "Every corridor has all files at its top, so that a forgotten one is not taken for an empty one. A table without rows has its header line, a TOML file without tables a comment."
    "a folder without links.csv";
F002 Error "unknown file"
    "Only the files of the format are read. A file of another name would be ignored silently, so it is refused. README.md and LICENSE may stand anywhere."
    "tariff.toml";
F003 Error "format version not known"
    "The folder was written for another version of the format. A reader never guesses at a newer one."
    "format_version = 2";
F004 Error "file too large"
    "At most 16 MiB are read of one file; corridors have a few thousand rows."
    "a links.csv of 100 MB";
F005 Error "line too long"
    "At most 64 KiB are read of one line. Mostly a quote was not closed, or the file is of another kind."
    "a line of one million characters";
F006 Error "not UTF-8"
    "All files are UTF-8. Save the file in that encoding; older spreadsheets write the encoding of their country."
    "Caf\\xE9 in Latin-1";
F007 Error "byte order mark"
    "The file begins with three invisible bytes that would become part of the first column's name. Save it without BOM."
    "\\xEF\\xBB\\xBFid,name_en";
F008 Error "control character"
    "Text holds no control characters but line feeds and tabs. The file may be damaged, or no text at all."
    "CN-YUZUI\\0";
F009 Error "line does not end with LF"
    "Lines end with a line feed alone, so that a file has the same bytes on every machine. Set `eol=lf` in .gitattributes."
    "id,title\\r\\n";
F010 Error "empty file"
    "The file has no text. A table without rows has its header line, a TOML file without tables a comment."
    "links.csv of 0 bytes";
F011 Error "cut off"
    "The last line does not end with a line feed, as it does not in files that were cut off. If it is complete, end it with a new line."
    "fx-1,CNY,USD,2023-0";
F012 Error "quote not closed"
    "A cell begins with a double quote that has no partner, so that the rest of the file would be one cell."
    "CN-YUZUI,\"Yuzui,CN";
F013 Error "quote in the wrong place"
    "Quotes stand around a whole cell. A quote within a quoted cell is written twice."
    "CN-YUZUI,Yu\"zui,CN";
F014 Error "wrong number of cells"
    "Each line has as many cells as the header, and no line is blank. Mostly a comma in a text needs quotes around the cell."
    "a line of 18 cells below a header of 19";
F015 Error "missing column"
    "Every column of the table stands in the header, also where all its cells are empty."
    "id,title,publisher,date,reference";
F016 Error "unknown column"
    "Columns are those of the format. A misspelled one would be read as empty otherwise."
    "id,name_em";
F017 Error "column given twice"
    "A column stands in the header once."
    "id,from,from";
F018 Error "TOML syntax"
    "The file is not TOML, so none of its tables can be told. The message is that of the TOML reader."
    "name = ";
F019 Error "unknown key or table"
    "Tables and keys are those of the format. A misspelled one would be read as absent otherwise."
    "raet = \"0.75\"";
F020 Error "missing value"
    "The row needs this value; nothing is filled in."
    "a [[tariff]] without rate";
F021 Error "wrong kind of value"
    "Numbers with a decimal point are strings, so that they stay exact; whole numbers are integers; dates are TOML dates; lists are arrays."
    "rate = 0.75";
F022 Error "not a number"
    "Numbers are plain decimals: no unit, no thousands separator, no exponent, no sign but a leading minus. The unit stands in the column name."
    "26 m in column length_mm";
F023 Error "finer than its unit"
    "The number has digits that its unit cannot hold: half a millimetre, a tenth of a cent, half a vehicle."
    "4700.5 in column length_mm";
F024 Error "negative number"
    "Times, prices, lengths, masses and counts are not negative."
    "hours = \"-2\"";
F025 Error "number too large"
    "The number is beyond what can be counted exactly, or a duration is longer than a leap year."
    "99999999999 in column quantity";
F026 Error "not a date"
    "Dates are days of the calendar, written year, month, day."
    "2023-02-29";
F027 Error "unknown word"
    "The column takes the words listed and no other."
    "mode = \"train\"";
F028 Error "not an id"
    "Ids have 1 to 80 letters, digits, `-`, `_`, `.` or `~`, and begin with a letter or digit: they become part of file names and addresses."
    "CN YUZUI";
F029 Error "not a time of day"
    "Times are hours and minutes, local time."
    "departs = \"6 pm\"";
F030 Error "more problems"
    "A file has so many problems that the rest is not shown. Repair the first ones and check again."
    "a file of another kind under the name places.csv";
F031 Error "listed twice"
    "A list names each thing once. Twice is an oversight: another was meant."
    "gauge_mm 1435;1435";
F032 Error "period ends before it begins"
    "Both days of a period belong to it, the first first."
    "from = 2023-12-31, to = 2023-01-01";
F033 Error "percentage out of range"
    "A charge of a battery lies between 0 and 100 per cent, the rate of a duty between 0 and 1000."
    "soc_max_percent = 650";
F034 Error "range does not hold its value"
    "The planning value lies between the lower and the upper end of its range."
    "rate = \"0.75\", low = \"0.80\"";
F035 Warning "day of the question outside the horizon"
    "The corridor is asked as of a day of which its data do not speak."
    "as_of = 2021-01-01 with a horizon from 2022";
F036 Error "cannot be read"
    "The file could not be opened, or it is a link that leads out of the corridor folder, which is never followed."
    "places.csv -> /etc/passwd";
}
