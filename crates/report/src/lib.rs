//! case.json to a report in Danish and English
