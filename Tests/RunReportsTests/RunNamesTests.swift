import Foundation
import RunReports
import Testing

@Suite("Names of runs")
struct RunNamesTests {
    @Test(
        "a name is the last component, and more where two are equal",
        arguments: [
            (["/a/x"], ["x"]), (["/a/x", "/a/y/"], ["x", "y"]),
            (["/a/x", "/b/x", "/b/y"], ["a/x", "b/x", "y"]),
            (["/a/c/x", "/b/c/x"], ["a/c/x", "b/c/x"]), (["/c/x", "/b/c/x"], ["c/x", "b/c/x"]),
            (["/a/b/../x", "/"], ["x", "/"]),
        ])
    func names(_ paths: [String], _ names: [String]) {
        #expect(RunNames.names(of: paths.map { URL(fileURLWithPath: $0) }) == names)
    }
}
