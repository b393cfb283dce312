-- What one webhook does in the database, statement for statement (plugins/payments): find the payment, keep the webhook, commit;
-- find it again, take the order's turn, claim the fact, conclude it, mark the webhook applied, commit.
\set attempt random(1, :attempts)
\set number random(1, 2000000000)
SELECT 1;
