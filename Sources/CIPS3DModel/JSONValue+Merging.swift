extension JSONValue {
    /// This value with another one over it: objects are brought together, all else is replaced.
    ///
    /// - Parameter other: What comes over it.
    /// - Returns: The result.
    func merged(with other: JSONValue) -> JSONValue {
        guard case .object(let mine) = self, case .object(let theirs) = other else { return other }
        return .object(mine.merging(theirs) { $0.merged(with: $1) })
    }

    /// What has to come over this value to make another one of it; nil where both are equal.
    ///
    /// - Parameter other: An object of the same keys where this is one.
    /// - Returns: The members that differ.
    func difference(to other: JSONValue) -> JSONValue? {
        guard case .object(let mine) = self, case .object(let theirs) = other else {
            return self == other ? nil : other
        }
        var members: [String: JSONValue] = [:]
        for (name, value) in theirs {
            members[name] = mine[name].map { $0.difference(to: value) } ?? value
        }
        return members.isEmpty ? nil : .object(members)
    }

    /// Whether an object has a value at the end of a path.
    ///
    /// - Parameter path: Keys from the outermost one on.
    /// - Returns: Whether it is there.
    func contains(_ path: some Sequence<Substring>) -> Bool {
        var value = self
        for name in path {
            guard case .object(let members) = value, let next = members[String(name)] else {
                return false
            }
            value = next
        }
        return true
    }
}
