import ArgumentParser

/// Values between commas on a command line, such as `64,128,256`.
struct CommaSeparated<Value: ExpressibleByArgument>: ExpressibleByArgument {
    /// The values in the order in which they were written, at least one.
    let values: [Value]

    /// Given values.
    init(_ values: [Value]) { self.values = values }

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        values = parts.compactMap { Value(argument: String($0)) }
        guard values.count == parts.count else { return nil }
    }

    var defaultValueDescription: String {
        values.map(\.defaultValueDescription).joined(separator: ",")
    }
}
