-- When each gateway was last heard.
CREATE INDEX inbox_of_provider ON payments.inbox (provider, received_at DESC);
