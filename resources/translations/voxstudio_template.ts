<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name></name>
    <message>
        <source>Something unexpected went wrong: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All bookmarks of this map are in use; remove one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View {slot}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cam {number}</source>
        <extracomment>A camera of the dataset, by its number.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run is on; stop it before you open another map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run is on; stop it before you make another world.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>preset {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to move the panel, double-click to take it out or put it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out or put back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close; the View menu opens it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out {panel}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close {panel}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new {world}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{setting} is fixed while a run is on; stop the run to change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no map to start from yet; open one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no world to start from; open a map or choose Ground.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt is empty; say what the world should become.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run of “{prompt}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no run to branch from yet; start one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step} of “{prompt}”, seed {seed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>branch from step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restore of step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ground plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cube</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>terrain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>select cells first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mirror along X</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mirror along Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit run to selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open a world first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing is locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{deed} %Ln blocks</source>
        <extracomment>As in: Paint 12 blocks.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Push %Ln blocks up</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Push %Ln blocks down</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Change the palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no world yet; open one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run keeps the palette that it began with; stop it to change the palette.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the run has made keeps its palette; open a map or choose another start to change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading torch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the prior</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run is paused; this is its world at step {step}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run goes on; this is its world at step {step}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A map of its own for the block editor: a folder with map.json and how it was made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maps (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new world, {kind}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the map as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder with a map.json in it (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One file, name.json (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name:</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>This run ({size}) and %n earlier ({more}) are in</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>This run ({size}) is in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Material</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolling hills</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The viewport is in its own window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A preset needs a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a preset that VoxStudio brings along; choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screenshot…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turntable…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Run Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue This</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch from Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore This Moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find anything…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perspective or orthographic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Viewport in its own window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panel in its own window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys at a glance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About VoxStudio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was changed by another program since it was opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving would replace what is there now. Loading it replaces the world here, which undo brings back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load what is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not while a run is on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the changes to “{name}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was done since it was last saved would be lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Don&apos;t save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run is going on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End it and close? What it has made so far is saved in the run&apos;s folder, and as a map if you want.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save map and close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End and close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look from an angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look from the front</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look from the back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look from the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look from the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look from above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look from below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a prompt and watch your voxel world become it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free software under the MIT licence. It stands on:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>see its page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts and their licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy all of this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be used here; pictures are drawn by the processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Viewport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenGL by {driver}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{version}, loaded with the first run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{version} on {device}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole world</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Persp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field of view, light, cameras in the scene</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cameras ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Views that you kept, and the cameras of the dataset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ortho</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field of view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field of view, in degrees from top to bottom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep this view…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep this view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the view:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept as “{name}”; Alt+{slot} brings it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is kept there yet; Ctrl+Alt+{slot} keeps this view.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orbit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag, arrow keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+Drag, Shift+arrows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel, + and −</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orbit with a tool on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right drag, Alt+Drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point without a mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+arrows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press without a mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the selection&apos;s top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page Up, Page Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the viewport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help &gt; Change keys… gives any action other keys. Escape closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an action, a setting, a material or a map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is called so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrow keys choose, Return does it, Escape closes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut across the {axis} axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axis of the cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place of the cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the world is cut, in blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the other half</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where does your world begin?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then say in the prompt what it should become, and press Start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A map.json of the block editor.
Or drop one on the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flat ground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>64 × 48 × 64 blocks:
grass over dirt over stone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The example that ships with
VoxStudio: 88,403 blocks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write it to the place above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Materials</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt and the settings of the run go along; locked cells do not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No blocks at all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In one piece</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>W A S D, Q and E to move   ·   mouse to look   ·   Shift faster   ·   Esc or click to land</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flying</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>wheel: %n blocks/s</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Runs gather here with what came of them. Queue several seeds to choose from; they run by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue so many runs, each with a seed drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue a run with the settings as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue and gallery</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Hold queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Run queue (%n)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Let nothing follow the run that is on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run what waits, one after the other; a run that is on is finished first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> {share} of the blocks in one piece.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} in one piece</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} · {count} changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words} · stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running · {share}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run was started yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A preset of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save these settings as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} (missing)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No map was opened yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear List</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Legend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy what is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log is kept in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The past keeps blocks alone; go back to now to see this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the colours tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A flat plate of grass over dirt over stone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cube</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A cube of stone in the middle of the floor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing but air</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terrain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolling hills, another land for each seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells x, west to east</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells y, floor to ceiling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells z, north to south</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New world</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of the terrain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the present world</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make this world the start of the next run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln cells</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Blocks keep their material when it moves. Those of a removed one take the nearest colour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add material</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A GIMP palette or a PNG strip in place of this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a GIMP palette or a PNG strip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of material {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {material} up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {material} down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Palettes ({suffixes})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the run&apos;s present</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are looking at the result of seed {seed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are looking at step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the pictures are from what the prior expects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SDS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regularizers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The price of many, undecided or scattered blocks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sparsity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entropy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>smooth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How hard the pictures and the blocks are pulled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>occupancy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>materials</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many blocks there are, and how temperature and learning rate move.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>temp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>render</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one view of the world, as the prior is shown it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>noised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same with the noise of this step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what the prior believes is under the noise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>where the picture is asked to change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>During a run: one view, the noise put on it, what the prior makes of it, and the pull.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The materials of the world, and how many blocks there are of each. A click chooses what tools lay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the prior sees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>noise {range}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names, colours and order of the materials</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{used} of {count} in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln blocks</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{millions}M</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The backdrop of the viewport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sky</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A clear day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transparent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing but the world and its shadow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole world</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Far enough away that the world fits at every angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As near as the viewport is, around what it looks at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close, or end what is being recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw and write it; the window stays free meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another recording is going on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture {done} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screenshot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Square</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Framing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long one turn takes, in seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures / s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turntable</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n pictures of {width} × {height}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the world that is shown to where you build</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start or pause the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take one step and rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the run; what it made stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture of the view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A film once around the world</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln steps</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No world yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {done} of {steps}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} steps/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} s a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fixed while a run is on, because the run was built with it. Stop the run to change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does nothing while {setting} is {choice}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read as: {prompt}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Avoid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>avoid: floating blocks, noise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>history ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompts of earlier runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>preset ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings that belong together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prior knows these words; of others it would not know what they look like.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prior</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fixed for this run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide: {part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw another seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an action, then press its new keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an action, or keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the keys together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the action these keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keys that the action came with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All keys as they came</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed by you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{keys} belongs to {action}, which would lose it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>locked · %Ln cells</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped on an error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the last steps took their time for: together 100 %. The window has a thread of its own; its share is of one core&apos;s time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{keys} finds anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{state} on CPU, %n cores</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run not saved yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prior</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>renderer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>run saved %n s ago</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>run saved %n min ago</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another place or name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run&apos;s past, to travel through: every few steps its world is kept here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on from the world that is shown, at its step, with what came after forgotten. The blocks are exactly these; how certain the run was of each is not kept, so it may take another way from here. Undo takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the world that is shown the start of a new run. A run that is on is ended and saved first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the run that was started last can be set back; branch from here instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch from here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moment of the run; its right end is now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag, or use the arrow keys, to look at the past; its right end is now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No moment yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step} · {change} at {at}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>works on a run, not on the world before it: start one first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush size ([ and ])</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit run to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+K finds anything, ? shows all keys, F1 opens the guide. Help &gt; First steps brings this back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the first steps; Help brings them back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do this step for me</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the first steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do this step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divider between before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag: the start is on the left, the present on the right (double click: the middle)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {name} in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pictures could not be written: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>World</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenGL 3.3 cannot be used here, so the processor draws a simpler picture. `voxstudio doctor` says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extrude</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run is being prepared; edit again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This view is only to look at; choose World to edit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those cells are locked; unlock them to edit there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to look around</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag from one block to another; Page Up and Page Down move the top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lay blocks of the palette&apos;s material</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take blocks away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give a connected patch of one material another one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give every block of a material another one, in the selection if there is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a face out, or push it in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Push</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make blocks likelier here, Shift: less likely, and let the run go on from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eyedropper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a block&apos;s material</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin with a world</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run changes a world into what you say. Open the example, a map of your own, or take flat ground.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say what it should become</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a prompt here, or take this one with settings for a quick run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take “{prompt}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The world begins to change at once. A quick run takes about a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look around while it grows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag in the viewport to orbit, Shift to pan, the wheel to zoom. Arrow keys orbit, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause whenever you like</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change settings, paint, lock what you like, and resume. Everything can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it with you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export writes the world as a map of its own and says where.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before / after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cameras in the scene</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light as in the block editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a divider between the start and the present</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start a run first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the world along a plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fly through the world: W A S D, Q and E, the mouse looks; W takes off, Escape lands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show where the dataset&apos;s pictures are taken from; click one to look through it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this world has no dataset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flat light without shadows, the same colours as the block editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The blocks as they would be exported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Occupancy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How sure the run is of each block; what it doubts can be seen through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>barely there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>certain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How sure the run is of each block&apos;s material</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any material</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the last step pulled, and which way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>towards a block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>towards Air</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no pull</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What differs from the start; what was taken away can be seen through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other material</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a run may not change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ending the run and saving it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still finishing the step that was begun; the window closes as soon as it is saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prior and palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}  •  not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run stopped on an unexpected error: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the world should become.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the pictures should not show.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The frozen image model that judges the pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distiller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the prior&apos;s opinion becomes a gradient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How strongly the prompt pulls: uncond + scale (cond - uncond); 1 is no guidance. The pocket prior is guided in its blocks, not its pixels, where the original&apos;s 7.5 overshoots: 1 to 3 works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guided from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise level from which on the prompt pulls that strongly. Below it guidance is 1: a stronger pull only overdoes colours there. Windows and doors are decided late: from 0.3 on houses have none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps a target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps towards what the prior was last asked for, before it is asked again. SDS holds the guess of a prior that knows blocks, as the pocket prior does, and the multi-step distiller its finished pictures; in all other cases the prior is asked in every step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the run in which the prior judges pictures of half its size, and the pocket prior cells of two blocks: quicker, and enough to decide on shapes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The world that the run begins with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map and dataset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number of the map to start from and of its cameras.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size X</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells from west to east, where the start is not a map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size Y</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells from floor to ceiling, where the start is not a map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells from north to south, where the start is not a map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strength</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far a run may leave the world it starts from: 0 leaves it nearly as it is, 1 is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same seed, same settings, same machine: same world.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Views a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cameras that look at the world in each step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where they stand: on an orbit around the world, at the dataset&apos;s places (their middle square), or half and half.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lighting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The light the prior sees the world in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows of a training picture, 0 for what the prior wants. Pictures are square: the larger of height and width counts, and is averaged down to the prior&apos;s resolution.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of a training picture; see the height.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upper bound on the blocks of the result, 0 for none. Hidden blocks go first, then the least certain; in the hard part of the run&apos;s pictures too. (The original drew a random subset each step.)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest piece</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewest blocks of a piece that floats free: smaller ones are not built, in the hard part of the run&apos;s pictures and in the result. What floated at the start may stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest patch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewest blocks of a patch of one material, in the hard part of the run&apos;s pictures and in the result: smaller ones become what is around them. From 2 on, single blocks that stick out of a side are taken away, too. What was there at the start, is laid by hand or locked stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step of Adam on the logits. The original&apos;s 0.01 is too small to change a block in 500 steps; 0.05 to 0.15 works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block pull</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strength of the pull on the blocks themselves, relative to that through their pictures, from a prior that knows blocks; 0 leaves it to the pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest gradient of a pixel&apos;s channel, in units of the prior&apos;s residual; the pixel&apos;s direction is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise, most, first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upper bound of the noise level at the start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise, most, last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upper bound of the noise level at the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise, least, first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower bound of the noise level at the start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise, least, last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower bound of the noise level at the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature, first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Softness of materials at the start; high mixes them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature, last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Softness of materials at the end; low decides.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the run after which pictures show whole blocks, so that the last one is what is exported; 1 is never.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on opacity, relative to the prior&apos;s pull, over what the cameras see: fewer blocks. The original&apos;s 0.001 was a share of all cells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on undecided blocks and materials, relative to the prior&apos;s pull: clears fog. The original&apos;s 0.0001 leaves a fog that looks right and holds no blocks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smoothness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on neighbours that differ, relative to the prior&apos;s pull: fewer specks and holes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps between lines of train.jsonl.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps between saved pictures, 0 for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps between saved maps, 0 for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps between checkpoints, 0 for only at the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the run writes its files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pocket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A small diffusion model of block worlds. Ships with VoxStudio and runs anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exemplar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The exact denoiser of pictures of one given world: an oracle that tests the distillers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score distillation sampling: the prior&apos;s guided noise minus the noise that was added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classifier score distillation: only the pull of the prompt, without the noise term.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Towards pictures of all views that the prior finishes together, for some steps each (see Steps a target).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MP4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A video that every player and website takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GIF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plays anywhere by itself; 255 colours, large files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PNG pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder of numbered pictures, nothing lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block editor map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MP4 needs the package av, which is not installed: pip install av. GIF and PNG pictures work without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ball</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
