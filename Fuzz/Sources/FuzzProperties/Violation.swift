/// Ends the process, which is how libFuzzer learns that an input is a finding.
///
/// Nothing but the fuzzers is linked with this.
func violation(_ rule: String, _ facts: String...) -> Never {
    fatalError(([rule] + facts).joined(separator: "\n  "))
}

/// Ends the process unless a rule holds.
func require(_ holds: Bool, _ rule: String, _ facts: @autoclosure () -> String = "") {
    if !holds { violation(rule, facts()) }
}
