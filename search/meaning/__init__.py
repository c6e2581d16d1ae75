"""What texts mean, beside the words that they are made of: 我妈七十岁了坐公交要钱吗 and 老年人优待证.

A small language model gives each text a direction (`model`); those of all documents are kept in the database
and compared in memory (`directions`). docs/decisions/0058-search-by-meaning.md tells why and when it is
asked.
"""
