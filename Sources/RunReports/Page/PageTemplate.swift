import Mustache

/// The page's HTML.
enum PageTemplate {
    /// The template, ready to be filled with a ``Page``.
    static let compiled: MustacheTemplate = {
        MustacheContentTypes.register(HTMLTextContent(), named: "HTML_BY_SCALARS")
        do {
            return try MustacheTemplate(string: text)
        } catch {
            preconditionFailure("the template of the page is broken: \(error)")
        }
    }()

    /// What stands around the contents.
    ///
    /// Three braces take what is HTML already: the style sheet and the drawings. The policy keeps
    /// scripts and everything from elsewhere out, should anything slip through.
    private static let text = """
        {{% CONTENT_TYPE:HTML_BY_SCALARS}}
        <!DOCTYPE html>
        <html lang="en-GB">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy"
         content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <title>{{title}}</title>
        <style>
        {{{style}}}
        </style>
        </head>
        <body>
        <header>
        <h1>{{title}}</h1>
        {{#summaries}}
        <p>{{.}}</p>
        {{/summaries}}
        <nav aria-label="Sections">
        <a href="#numbers">Numbers</a>
        {{#sections}}
        <a href="#{{anchor}}">{{heading}}</a>
        {{/sections}}
        <a href="#pictures">Pictures</a>
        <a href="#settings">Settings</a>
        </nav>
        {{#notes}}
        <p class="remark">{{.}}</p>
        {{/notes}}
        </header>

        <section id="numbers">
        <h2>Numbers</h2>
        <div class="wide{{#isSingle}} single{{/isSingle}}">
        <table>
        <thead>
        <tr><th scope="col"></th>{{#columns}}<th scope="col">{{.}}</th>{{/columns}}</tr>
        </thead>
        {{#groups}}
        <tbody>
        <tr><th class="group" scope="rowgroup">{{groupName}}</th></tr>
        {{#rows}}
        <tr><th scope="row">{{label}} <small>{{hint}}</small></th>{{#cells}}
        <td{{#isBest}} class="best"{{/isBest}}>{{text}}</td>{{/cells}}</tr>
        {{/rows}}
        </tbody>
        {{/groups}}
        </table>
        </div>
        </section>

        {{#sections}}
        <section id="{{anchor}}">
        <h2>{{heading}}</h2>
        {{#remarks}}
        <p class="remark">{{.}}</p>
        {{/remarks}}
        <div class="charts">
        {{#figures}}
        <figure>
        <figcaption>
        <h3>{{caption}}</h3>
        <p>{{explanation}}</p>
        <ul class="legend">
        {{#legend}}
        <li><svg class="swatch" viewBox="0 0 30 8" aria-hidden="true"><path class="line {{classes}}" d="M0 4H30"/></svg>
        <span>{{entryName}}</span> <small>{{remark}}</small></li>
        {{/legend}}
        </ul>
        </figcaption>
        {{#drawings}}
        {{{.}}}
        {{/drawings}}
        {{#isEmpty}}
        <p class="remark">No values.</p>
        {{/isEmpty}}
        </figure>
        {{/figures}}
        </div>
        </section>
        {{/sections}}

        <section id="pictures">
        <h2>Pictures</h2>
        <p>A row is a head of fixed codes by the averaged generator, a column a view from 1.5 standard
        deviations of the training views on one side to as many on the other; the last row is the
        auxiliary image of the first head. Good heads turn with the columns and differ from row to
        row.</p>
        {{#galleries}}
        <h3>{{runName}}</h3>
        {{#omissions}}
        <p class="remark">{{.}}</p>
        {{/omissions}}
        <div class="pictures">
        {{#pictures}}
        <figure>
        <img src="{{source}}" width="{{width}}" height="{{height}}" alt="{{description}}">
        <figcaption>{{pictureCaption}}</figcaption>
        </figure>
        {{/pictures}}
        </div>
        {{/galleries}}
        </section>

        <section id="settings">
        <h2>Settings</h2>
        {{#settings}}
        <p>{{introduction}}</p>
        {{#isTable}}
        <div class="wide">
        <table>
        <thead>
        <tr><th scope="col"></th>{{#settingColumns}}<th scope="col">{{.}}</th>{{/settingColumns}}</tr>
        </thead>
        <tbody>
        {{#settingRows}}
        <tr><th scope="row">{{#keys}}<code>{{.}}</code>{{/keys}}{{#facts}}{{.}}{{/facts}}</th>{{#values}}<td>{{.}}</td>{{/values}}</tr>
        {{/settingRows}}
        </tbody>
        </table>
        </div>
        {{/isTable}}
        {{/settings}}
        </section>

        <footer><p>{{made}}</p></footer>
        </body>
        </html>

        """
}
