/** Takes standard output from Cucumber's own progress formatter: the run prints its own. */
const { Formatter } = require("@cucumber/cucumber");
module.exports = class QuietFormatter extends Formatter {};
