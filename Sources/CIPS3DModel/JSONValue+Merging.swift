extension JSONValue {
    /// This value with another one over it: objects are brought together, all else is replaced.
    ///
    /// - Parameter other: What comes over it.
    /// - Returns: The result.
    package func merged(with other: JSONValue) -> JSONValue {
        guard case .object(let mine) = self, case .object(let theirs) = other else { return other }
        return .object(mine.merging(theirs) { $0.merged(with: $1) })
    }

    /// What has to come over this value to make another one of it; nil where both are equal.
    ///
    /// - Parameter other: An object of the same keys where this is one.
    /// - Returns: The members that differ.
    package func difference(to other: JSONValue) -> JSONValue? {
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
    package func contains(_ path: [String]) -> Bool {
        guard let name = path.first else { return true }
        guard case .object(let members) = self, let next = members[name] else { return false }
        return next.contains(Array(path.dropFirst()))
    }

    /// The paths to all values that are no objects, in order.
    package var leaves: [[String]] {
        guard case .object(let members) = self else { return [[]] }
        return members.sorted { $0.key < $1.key }.flatMap { name, value in
            value.leaves.map { [name] + $0 }
        }
    }
}
