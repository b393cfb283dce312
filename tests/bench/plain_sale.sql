\set product random(1, 64)
BEGIN;
SELECT stock, price FROM bench.products WHERE id = :product FOR UPDATE;
UPDATE bench.products SET stock = stock - 1 WHERE id = :product;
INSERT INTO bench.orders (email, total) VALUES ('budi@example.com', 1000 * :product) RETURNING id AS order_id \gset
INSERT INTO bench.lines (order_id, product_id, quantity, price) VALUES (:order_id, :product, 1, 1000 * :product);
COMMIT;
