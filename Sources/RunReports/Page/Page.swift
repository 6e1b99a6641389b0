/// What the template of a page is filled with.
///
/// The engine looks for a name in what surrounds it too, so that no two levels share one; what may
/// be absent is an empty list.
struct Page {
    /// Of the window, and the heading.
    let title: String
    /// Where each run stands.
    let summaries: [String]
    /// What a reader has to know about the files.
    let notes: [String]
    /// The style sheet.
    let style: String
    /// The runs' names.
    let columns: [String]
    /// Whether there is one column alone, so that rows can stand beside one another.
    let isSingle: Bool
    /// The table of the newest numbers.
    let groups: [Group]
    /// Curves.
    let sections: [Section]
    /// Pictures.
    let galleries: [Gallery]
    /// Settings that differ.
    let settings: Settings
    /// When and by what the page was made.
    let made: String

    /// Rows under a heading.
    struct Group {
        let groupName: String
        let rows: [Row]
    }

    /// A row of the table.
    struct Row {
        let label: String
        /// Unit and direction.
        let hint: String
        let cells: [Cell]
    }

    /// A cell of the table.
    struct Cell {
        let text: String
        var isBest = false
    }

    /// Charts under a heading.
    struct Section {
        let anchor: String
        let heading: String
        let remarks: [String]
        let figures: [Figure]
    }

    /// A chart.
    struct Figure {
        let caption: String
        let explanation: String
        let legend: [Entry]
        /// The drawing, escaped already; none where there are no values.
        let drawings: [String]
        let isEmpty: Bool
    }

    /// A line of a legend.
    struct Entry {
        let entryName: String
        let classes: String
        let remark: String
    }

    /// Pictures of a run.
    struct Gallery {
        let runName: String
        let pictures: [Picture]
        let omissions: [String]
    }

    /// A picture.
    struct Picture {
        let pictureCaption: String
        let description: String
        let source: String
        let width: Int
        let height: Int
    }

    /// A table of settings.
    struct Settings {
        let introduction: String
        let isTable: Bool
        let settingColumns: [String]
        let settingRows: [Setting]
    }

    /// A row of it.
    struct Setting {
        /// The key path, of a setting.
        let keys: [String]
        /// What it is, of a fact about the run.
        let facts: [String]
        let values: [String]
    }
}
