-- Sends webhooks that were signed before: a line each, signature, tab, body. Every thread takes its own share of the lines.
local threads = 0
function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

local sent, lines = 0, {}
function init()
    local share, at = tonumber(os.getenv("CLIENTS")), 0
    for line in io.lines(os.getenv("WEBHOOKS")) do
        if at % share == number then lines[#lines + 1] = line end
        at = at + 1
    end
end

function request()
    sent = sent % #lines + 1
    local signature, body = lines[sent]:match("^([^\t]+)\t(.*)$")
    return wrk.format("POST", "/webhooks/simulator", { ["Content-Type"] = "application/json", ["X-Simulator-Signature"] = signature }, body)
end
