"""The law and documents that findings rest on, in the words printed with them."""

from typing import Final

REGULATION: Final = "《中华人民共和国政府信息公开条例》（国务院令第711号）"
"""In force since 2019-05-15."""

CONTENTS: Final = f"{REGULATION}第五十条"
"""What an annual report has to contain."""

ACCURACY: Final = f"{REGULATION}第六条（及时、准确公开）"

FORM_2021: Final = "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）"

FORM: Final = f"{FORM_2021}（2019、2020年度为国办公开办函〔2019〕60号）"
"""The form of report years from 2021, and its predecessor."""

PRACTICE: Final = "实践口径"
"""Marks a basis that is custom or audit practice, not national law."""

FIRST_YEAR_OF_2021_FORM: Final = 2021
