-- Every request is a new visitor's first: no cookie, the headers of a form sent from the shop's own page.
local variants = {}
for id in (os.getenv("VARIANTS") or ""):gmatch("%d+") do variants[#variants + 1] = id end

local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Sec-Fetch-Site"] = "same-origin",
}

function request()
    return wrk.format("POST", "/cart/items", headers, "quantity=1&variant_id=" .. variants[math.random(#variants)])
end
