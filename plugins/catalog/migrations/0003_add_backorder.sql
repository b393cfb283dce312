-- May the product be ordered when there are too few, and when are more expected? Days are days of the shop's calendar.
ALTER TABLE catalog.products
    ADD COLUMN backorder boolean NOT NULL DEFAULT false,
    ADD COLUMN expected_on date;

-- The same view again: "p.*" was spelled out when it was made.
DROP VIEW catalog.details;

