"""Legal responses and histories built from a contract's data, choice by choice."""
