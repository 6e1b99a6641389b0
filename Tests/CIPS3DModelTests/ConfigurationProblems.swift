import CIPS3DModel
import Testing

/// The problems that an action ends with; fails the test where it ends with none.
func problems(
    sourceLocation: SourceLocation = #_sourceLocation, of action: () throws -> Void
) -> [String] {
    do {
        try action()
        Issue.record("nothing was refused", sourceLocation: sourceLocation)
        return []
    } catch let error as ConfigurationError {
        return error.problems
    } catch {
        Issue.record("\(error) is not a ConfigurationError", sourceLocation: sourceLocation)
        return []
    }
}
