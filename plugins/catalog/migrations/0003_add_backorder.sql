-- May the product be ordered when there are too few, and when are more expected? Days are days of the shop's calendar.
ALTER TABLE catalog.products
    ADD COLUMN backorder boolean NOT NULL DEFAULT false,
    ADD COLUMN expected_on date;

-- The same view again: "p.*" was spelled out when it was made.
DROP VIEW catalog.details;
CREATE VIEW catalog.details AS
SELECT p.*, coalesce(b.name, '') AS brand, coalesce(b.slug, '') AS brand_slug,
       (SELECT jsonb_object_agg(l.locale, l.slug) FROM catalog.product_slugs l
         WHERE l.product_id = p.id AND l.current) AS slug,
       (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'active', c.active, 'slug',
                   (SELECT jsonb_object_agg(l.locale, l.slug) FROM catalog.category_slugs l
                     WHERE l.category_id = c.id AND l.current)) ORDER BY array_position(t.path, c.id))
          FROM catalog.category_paths t JOIN catalog.categories c ON c.id = ANY (t.path)
         WHERE t.category_id = p.category_id) AS trail,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('name', o.name, 'values',
                   (SELECT coalesce(jsonb_agg(jsonb_build_object('name', v.name, 'swatch', v.swatch) ORDER BY v.place), '[]')
                      FROM catalog.option_values v WHERE v.product_id = o.product_id AND v.option = o.place))
                   ORDER BY o.place), '[]')
          FROM catalog.options o WHERE o.product_id = p.id) AS options,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'sku', v.sku, 'price', v.price, 'compare_at', v.compare_at,
                   'weight_g', v.weight_g, 'length_mm', v.length_mm, 'width_mm', v.width_mm, 'height_mm', v.height_mm,
                   'active', v.active, 'available', coalesce(s.available, 0), 'values',
                   (SELECT coalesce(jsonb_agg(x.value ORDER BY x.option), '[]') FROM catalog.variant_values x
                     WHERE x.variant_id = v.id)) ORDER BY v.place, v.id), '[]')
          FROM catalog.variants v LEFT JOIN catalog.stock s ON s.variant_id = v.id
         WHERE v.product_id = p.id) AS variants,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('heading', s.heading, 'name', s.name, 'value', s.value)
                   ORDER BY s.place), '[]')
          FROM catalog.specifications s WHERE s.product_id = p.id) AS specifications,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('key', i.picture, 'alt', i.alt, 'variant', i.variant_id)
                   ORDER BY i.place), '[]')
          FROM catalog.pictures i WHERE i.product_id = p.id) AS pictures
  FROM catalog.products p
  LEFT JOIN catalog.brands b ON b.id = p.brand_id;
