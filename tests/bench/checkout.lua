-- One visitor a thread (run with as many threads as connections): puts one thing into the cart, opens the checkout, places
-- the order with the first way to ship and to pay (the demo's is bank transfer), then comes back as a new visitor.
local variants = {}
for id in (os.getenv("VARIANTS") or ""):gmatch("%d+") do variants[#variants + 1] = id end

local threads = {}
function setup(thread)
    thread:set("number", #threads + 1)
    table.insert(threads, thread)
end

local customer = "email=budi%40example.com&name=Budi+Santoso&phone=0812-3456-7890&address=Jl.+Merdeka+1&province=Jawa+Barat"
    .. "&city=Kota+Bandung&district=Sukasari&postal_code=40154&note=&action=place"

orders, refused = 0, 0
last_refusal = ""
local stage, cookies, form

function init()
    math.randomseed(os.time() * 64 + number)
    stage, cookies = "add", {}
end

local function headers(with_form)
    local given = { ["Accept"] = stage == "add" and "application/json" or "text/html", ["Sec-Fetch-Site"] = "same-origin" }
    local jar = {}
    for name, value in pairs(cookies) do jar[#jar + 1] = name .. "=" .. value end
    if #jar > 0 then given["Cookie"] = table.concat(jar, "; ") end
    if with_form then given["Content-Type"] = "application/x-www-form-urlencoded" end
    return given
end

local function encoded(text)
    return (text:gsub("[^%w%-_%.~]", function(c) return string.format("%%%02X", string.byte(c)) end))
end

function request()
    if stage == "add" then
        return wrk.format("POST", "/cart/items", headers(true), "quantity=1&variant_id=" .. variants[math.random(#variants)])
    elseif stage == "open" then
        return wrk.format("GET", "/checkout", headers(false))
    end
    return wrk.format("POST", "/checkout", headers(true), customer .. form)
end

local function start_over(reason)
    if reason then
        refused = refused + 1
        last_refusal = reason
    end
    stage, cookies = "add", {}
end

-- Hidden fields and the first way to ship and to pay, as a browser without scripts would send them.
local function read_form(body)
    local begin = body:find('action="/checkout"', 1, true)
    if not begin then return nil end
    local fields, first = "", {}
    for input in body:sub(begin):gmatch("<input[^>]*>") do
        local name, value = input:match('name="([^"]*)"'), input:match('value="([^"]*)"')
        if input:find('type="hidden"', 1, true) then fields = fields .. "&" .. encoded(name) .. "=" .. encoded(value or "") end
        if input:find('type="radio"', 1, true) then first[name] = first[name] or value end
    end
    for name, value in pairs(first) do fields = fields .. "&" .. name .. "=" .. encoded(value) end
    return first.shipping_method and first.payment_method and fields
end

function response(status, given, body)
    for name, value in pairs(given) do
        if name:lower() == "set-cookie" then
            local cookie, text = value:match("^([^=]+)=([^;]*)")
            if cookie then cookies[cookie] = text end
        end
    end
    if stage == "add" then
        if status ~= 200 then return start_over("add " .. status) end
        stage = "open"
    elseif stage == "open" then
        form = status == 200 and read_form(body)
        if not form then return start_over("open " .. status .. " " .. (given["Location"] or "")) end
        stage = "place"
    else
        if status ~= 303 or not (given["Location"] or ""):find("/orders/", 1, true) then return start_over("place " .. status) end
        orders = orders + 1
        start_over()
    end
end

function done(summary, latency, requests)
    local sum, bad, reason = 0, 0, ""
    for _, thread in ipairs(threads) do
        sum, bad = sum + thread:get("orders"), bad + thread:get("refused")
        if thread:get("last_refusal") ~= "" then reason = thread:get("last_refusal") end
    end
    io.write(string.format("orders %d refused %d seconds %.3f %s\n", sum, bad, summary.duration / 1e6, reason))
end
