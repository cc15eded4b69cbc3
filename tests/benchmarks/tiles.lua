-- For wrk: asks for tiles in random order. TILES names a file with an address a line.
local addresses, bad = {}, 0
for line in io.lines(os.getenv("TILES")) do addresses[#addresses + 1] = line end
math.randomseed(7)
function request() return wrk.format("GET", addresses[math.random(#addresses)]) end
function response(status)
  if status ~= 200 then
    bad = bad + 1
    if bad < 4 then io.stderr:write("status " .. status .. "\n") end
  end
end
