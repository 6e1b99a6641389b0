import ArgumentParser

extension Comparable {
    /// Refuses a value of an option that is outside of its range, infinite or not a number.
    ///
    /// - Parameters:
    ///   - option: Its name, with dashes.
    ///   - range: What is allowed.
    /// - Throws: `ValidationError`.
    func check(_ option: String, in range: ClosedRange<Self>) throws {
        guard range.contains(self) else {
            throw ValidationError(
                "\(option) is \(self); it has to be from \(range.lowerBound) to "
                    + "\(range.upperBound).")
        }
    }
}
