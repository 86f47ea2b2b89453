const { createClient } = require("@kinakit/kinabase");

console.log(`required a ${typeof createClient}`);
